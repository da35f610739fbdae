"""Is a notebook fit to be run in a batch? What is checked, what can be mended, and the adopting."""
