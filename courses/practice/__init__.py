"""Questions tried out from a lesson: never scored, kept for the learner, of a judge not at all."""
