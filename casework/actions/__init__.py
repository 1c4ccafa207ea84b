"""What people and the clock do to applications and cases: who may and when, the rows, the trail."""
