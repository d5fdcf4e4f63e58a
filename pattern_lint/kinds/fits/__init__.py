"""What is made and named of classes of the project fits what these define."""
