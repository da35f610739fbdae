"""The form: written for each area (`writer`), read as it comes back (`reader`), and checked."""
