"""What may leave the house: protected counts and the folder that holds them."""
