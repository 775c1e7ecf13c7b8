"""What can be declared: the resource models, their compiler and the compiled tenant configuration."""
