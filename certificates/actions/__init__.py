"""Every change of state, a verb a file. Each checks permission and state, changes rows and writes the audit trail."""
