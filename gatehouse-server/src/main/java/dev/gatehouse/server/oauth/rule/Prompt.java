package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the person is to be asked (OpenID Connect Core §3.1.2.1). */
public enum Prompt {
  /** Nothing may be shown. */
  NONE,
  /** The person signs in, whether or not somebody is. */
  LOGIN,
  /** The person is asked for consent, whether or not it was given. */
  CONSENT,
  /** The person says which account to go on with. */
  SELECT_ACCOUNT;

  /** The values, as the parameter says them. */
  public static List<String> supported() {
    return Arrays.stream(values()).map(Prompt::wire).toList();
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the parameter: values with one space between them. */
  public static Set<Prompt> parse(Optional<String> text) throws Refusal {
    Set<Prompt> prompts = EnumSet.noneOf(Prompt.class);
    for (String word : text.map(all -> all.split(" ", -1)).orElse(new String[0])) {
      prompts.add(
          Arrays.stream(values())
              .filter(prompt -> prompt.wire().equals(word))
              .findFirst()
              .orElseThrow(() -> Refusal.of(Reason.PARAMETER_INVALID, "prompt")));
    }
    // OpenID Connect Core §3.1.2.1: none with any other value is an error
    if (prompts.contains(NONE) && prompts.size() > 1) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "prompt");
    }
    return prompts;
  }
}
