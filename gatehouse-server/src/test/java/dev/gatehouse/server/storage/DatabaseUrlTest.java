package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of databases as people write them. */
class DatabaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5432/house, jdbc:postgresql://db:5432/house",
    "postgresql://db:5432/house, jdbc:postgresql://db:5432/house",
    "postgres://db/house?sslmode=require, jdbc:postgresql://db/house?sslmode=require",
    "postgres://[::1]:5433/house, jdbc:postgresql://[::1]:5433/house",
    "'postgres://a:1,b:2/house?targetServerType=primary',"
        + "'jdbc:postgresql://a:1,b:2/house?targetServerType=primary'"
  })
  void bothForms_nameTheSame(String text, String jdbc) {
    DatabaseUrl url = DatabaseUrl.parse(text);
    assertThat(url.jdbc()).isEqualTo(jdbc);
    assertThat(url.database()).isEqualTo("house");
    assertThat(url.login()).isEmpty();
    assertThat(url.beside("postgres")).isEqualTo(jdbc.replace("/house", "/postgres"));
  }

  @Test
  void login_isReadApart_withItsEscapes() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://root:p%40s+s%3A@db/house");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db/house");
    DatabaseUrl.Login login = url.login().orElseThrow();
    assertThat(login.user()).isEqualTo("root");
    assertThat(login.password().reveal()).isEqualTo("p@s+s:");
    assertThat(url.toString()).doesNotContain("p@s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db",
        "mysql://db/house",
        "postgres://db",
        "postgres://db/",
        "postgres:///house",
        "postgres://db/house\"; DROP",
        "postgres://db/house#x",
        "jdbc:postgresql://root:hunter2@db/house",
        "jdbc:postgresql://db/house?user=root&password=hunter2",
        "postgres://db/house?PassWord=hunter2",
        "postgres://db/house?options=-c%20role%3Droot"
      })
  void anythingElse_isRefused_withoutRepeatingIt(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hunter2", "DROP");
  }
}
