"""The whole product for tests: composed on SQLite in one process, or on PostgreSQL with RabbitMQ."""
