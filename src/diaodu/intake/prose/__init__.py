"""Written reports: their text cleaned, cut into statements, and the figures that they state."""
