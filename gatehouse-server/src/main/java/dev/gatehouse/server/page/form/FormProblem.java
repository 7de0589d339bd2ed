package dev.gatehouse.server.page.form;

import java.util.Locale;

/** Why a form came back. Its text says what to do next and tells apart nothing that is secret. */
public enum FormProblem {
  /** The one answer for unknown, wrong, locked and not yet confirmed. */
  SIGN_IN_FAILED,
  EMAIL_MISSING,
  EMAIL_INVALID,
  EMAIL_UNCHANGED,
  NAME_MISSING,
  NAME_TOO_LONG,
  NAME_INVALID,
  ORGANISATION_MISSING,
  ORGANISATION_TOO_LONG,
  ORGANISATION_INVALID,
  PASSWORD_MISSING,
  /** Needs the value {@code min}. */
  PASSWORD_TOO_SHORT,
  /** Needs the value {@code max}. */
  PASSWORD_TOO_LONG,
  PASSWORD_UNREADABLE,
  PASSWORD_COMMON,
  /** Contains the person's name or address, the product or the organisation. */
  PASSWORD_OBVIOUS,
  PASSWORD_UNCHANGED,
  /** The password typed as proof isn't the right one. */
  PASSWORD_WRONG;

  /** Key of its text. */
  public String key() {
    return "problem." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
