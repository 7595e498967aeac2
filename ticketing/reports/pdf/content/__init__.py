"""What a printed report says, as blocks of text, tables and charts; pure, so that each sentence can be tested."""
