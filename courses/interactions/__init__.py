"""Interactive kinds of question: their content, grading and logs. No models, no pages."""
