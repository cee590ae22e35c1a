"""Making sure who asks: checks and their level, letters with a code, failures, and the question that pauses a case."""
