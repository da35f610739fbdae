"""What the command prints: progress (`screen`), tables and differences between versions."""
