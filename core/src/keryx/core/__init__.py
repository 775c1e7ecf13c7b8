"""How a contact centre decides: pure, without IO, clock or randomness of its own."""
