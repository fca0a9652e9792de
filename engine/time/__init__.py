"""Decisions over a period: day by day where the law says so, merged into stretches with the reason for every change."""
