"""Who is who: codes made of what names somebody, and who was matched from wave to wave."""
