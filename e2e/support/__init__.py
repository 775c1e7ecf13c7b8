"""What whole-system tests are made of: a stack, people, telephones, browsers."""
