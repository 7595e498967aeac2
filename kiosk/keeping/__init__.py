"""What a dispenser keeps on its own disk, so that no number is lost or given twice over a power cut."""
