"""Sets a small model beside a large one, one row for each dimension that separates them."""
