package dev.gatehouse.server.app;

/** How somebody whose address is typed into a form stands with the realm. */
enum Standing {
  EXISTING,
  UNKNOWN,
  LOCKED,
  UNVERIFIED,
  DISABLED;

  private static final String WRONG = "wrong, and wrong again, and again";
  private static final int TRIES = 11;

  /** Somebody of whom it is true. */
  Visitor somebody(RunningServer server) {
    return switch (this) {
      case UNKNOWN -> Visitor.unknown(server);
      case EXISTING -> Visitor.registered(server);
      case LOCKED -> lock(Visitor.registered(server));
      case UNVERIFIED -> {
        Visitor visitor = Visitor.unknown(server);
        visitor.signUp().expect(200);
        yield visitor;
      }
      case DISABLED -> disable(Visitor.registered(server));
    };
  }

  /** A password that signs nobody of this standing in; the right one wherever there is one. */
  String password() {
    return this == EXISTING ? WRONG : Visitor.PASSWORD;
  }

  static Visitor lock(Visitor visitor) {
    for (int i = 0; i < TRIES; i++) {
      visitor.elsewhere().signIn(WRONG).expect(400);
    }
    return visitor;
  }

  private static Visitor disable(Visitor visitor) {
    visitor
        .server
        .database()
        .execute(
            "UPDATE gatehouse.principal SET status = 'disabled' WHERE principal_id = (SELECT principal_id FROM gatehouse.email_address WHERE address = ?)",
            visitor.email);
    return visitor;
  }
}
