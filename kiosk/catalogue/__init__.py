"""The catalogue of procedures: read from the national portal's records, kept in one file, searched offline."""
