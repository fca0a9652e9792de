// Helps where scripts run; every page works without.
