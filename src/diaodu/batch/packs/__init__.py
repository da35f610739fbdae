"""What is handed out: one pack for each recipient, searched before it is written."""
