"""What the house measures of itself: `make bench`. Nothing imports it."""
