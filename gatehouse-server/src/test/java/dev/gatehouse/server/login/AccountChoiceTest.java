package dev.gatehouse.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.LoginIndex.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountChoiceTest {
  private static final Reason NO_SUCH_ADDRESS = Reason.ADDRESS_UNKNOWN;

  /**
   * Tenants are letters, upper case where the address was proved; candidates come as the index
   * gives them: proved first, then last used.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # named | remembered | candidates | chosen
          -       | -          | AB         | a
          -       | b          | AB         | b
          -       | c          | AB         | a
          a       | b          | AB         | a
          b       | -          | AB         | b
          -       | -          | Ab         | a
          -       | b          | Ab         | a
          b       | -          | Ab         | b
          -       | -          | ab         | a
          -       | b          | ab         | b
          -       | -          | -          | address_unknown
          -       | a          | -          | address_unknown
          a       | -          | -          | address_unknown
          c       | a          | AB         | address_unknown
          ?       | a          | AB         | organisation_unknown
          ?       | -          | -          | organisation_unknown
          """)
  void of_hints_chooseOneInOrder(
      String named, String remembered, String candidates, String expected) {
    AccountChoice choice =
        AccountChoice.of(
            Optional.ofNullable(named)
                .map(name ->
                    new AccountChoice.Named(
                        name.equals("?") ? Optional.empty() : Optional.of(tenant(name)))),
            Optional.ofNullable(remembered).map(AccountChoiceTest::tenant),
            candidates == null ? List.of() : candidates(candidates));
    String told =
        switch (choice) {
          case AccountChoice.Chosen(Candidate account) -> name(account.tenant());
          case AccountChoice.None(Reason reason) -> reason.id();
        };
    assertThat(told).isEqualTo(expected);
    assertThat(NO_SUCH_ADDRESS.publicMessage())
        .isEqualTo(Reason.ORGANISATION_UNKNOWN.publicMessage());
  }

  private static List<Candidate> candidates(String letters) {
    return letters
        .chars()
        .mapToObj(letter ->
            new Candidate(
                tenant(Character.toString(Character.toLowerCase(letter))),
                new PrincipalId(UUID.randomUUID()),
                Character.isUpperCase(letter),
                Optional.empty()))
        .toList();
  }

  private static TenantId tenant(String letter) {
    return new TenantId(new UUID(0, letter.charAt(0)));
  }

  private static String name(TenantId tenant) {
    return String.valueOf((char) tenant.value().getLeastSignificantBits());
  }
}
