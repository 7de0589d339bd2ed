package dev.gatehouse.server.app;

import dev.gatehouse.testkit.Form;
import java.util.Map;

/** A form that takes the address of anybody, filled in by a browser that was never here. */
enum AddressForm {
  SIGN_IN("/sign-in"),
  REGISTER("/register"),
  FORGOT("/forgot"),
  RESEND("/resend");

  final String path;

  AddressForm(String path) {
    this.path = path;
  }

  /** The form as it stands before the button is pressed. */
  Form filled(Visitor visitor, String password) {
    Form form =
        visitor.elsewhere().browser.get(Visitor.REALM + path).followAll().expect(200).form();
    Map<String, String> fields =
        switch (this) {
          case SIGN_IN -> Map.of("email", visitor.email, "password", password);
          case REGISTER ->
              Map.of(
                  "name",
                  "Ada Lovelace",
                  "email",
                  visitor.email,
                  "organisation",
                  "Another house",
                  "password",
                  Visitor.NEW_PASSWORD);
          case FORGOT, RESEND -> Map.of("email", visitor.email);
        };
    return form.fill(fields);
  }
}
