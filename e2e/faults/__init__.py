"""What happens to calls when parts of the system die, sleep or lose their connections; every trial is rerun by its seed."""
