"""Made-up submissions: readable stories in YAML to workbooks and written reports."""
