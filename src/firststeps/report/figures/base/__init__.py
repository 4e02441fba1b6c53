"""What every figure is made of: its look, its letters, and the drawing with its sentence and its numbers."""
