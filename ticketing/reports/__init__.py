"""Reports of a day to a year: made from the journal's figures, given out as JSON, CSV, XLSX or pages."""
