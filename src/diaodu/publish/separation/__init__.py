"""Whether what is handed to one recipient holds anything that is only another's."""
