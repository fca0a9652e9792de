"""An uitvoeringstoets as a page, a PDF, an Excel file and JSON, from the numbers of a simulation."""
