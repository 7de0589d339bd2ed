package dev.gatehouse.launcher;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * Somebody who uses the demo.
 *
 * @param password random, printed for whoever wants to sign in as them
 */
record DemoPerson(String name, String email, String organisation, String password) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Three people in two organisations' worth of tenants; the first plays the story. */
  static List<DemoPerson> cast() {
    return List.of(
        of("Ada Brunner", "ada@brunner.example", "Brunner Family"),
        of("Jonas Keller", "jonas@keller-partner.example", "Keller & Partner"),
        of("Mira Novak", "mira@novak.example", "Novak Holdings"));
  }

  /** The same person at another product: somebody else there, with a password of their own. */
  static DemoPerson at(String realm) {
    return of("Ada Brunner", "ada@" + realm + ".example", "Brunner " + realm);
  }

  private static DemoPerson of(String name, String email, String organisation) {
    byte[] bytes = new byte[15];
    RANDOM.nextBytes(bytes);
    String password = new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.US_ASCII);
    return new DemoPerson(name, email, organisation, password);
  }
}
