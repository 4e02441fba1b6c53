"""What the level of a test really is: over every proportion who change, and in the scenarios of a published study."""
