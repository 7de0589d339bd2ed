package dev.gatehouse.server.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.Mutations;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever stands in a realm file: it is read whole, or one line is named. */
class RealmFileFuzzTest {
  private static final RealmFile READER =
      new RealmFile(name -> Optional.of(Secret.of(FullRealmFile.STRONG)));

  @FuzzTest(maxDuration = "60s")
  void read_anyText_isARealmOrAnErrorWithItsFile(FuzzedDataProvider data) {
    expectRealmOrError(data.consumeRemainingAsString());
  }

  /** Near the good: a piece of a whole file is replaced. */
  @FuzzTest(maxDuration = "60s")
  void read_fileWithAPieceReplaced_isARealmOrAnErrorWithItsFile(FuzzedDataProvider data) {
    String text = FullRealmFile.TEXT;
    int begin = data.consumeInt(0, text.length());
    int end = data.consumeInt(begin, Math.min(text.length(), begin + 80));
    expectRealmOrError(
        text.substring(0, begin) + data.consumeRemainingAsString() + text.substring(end));
  }

  @Test
  void read_nearAWholeFile_isARealmOrAnErrorWithItsFile() {
    Mutations.of(FullRealmFile.TEXT).atMost(600).all(RealmFileFuzzTest::expectRealmOrError);
  }

  private static void expectRealmOrError(String text) {
    try {
      Realm realm = READER.read("fuzz.yaml", text);
      assertThat(realm.roles()).filteredOn(Role::owner).hasSize(1);
      assertThat(RealmPlan.between(text, text)).isEmpty();
    } catch (RealmFileError error) {
      assertThat(error).hasMessageMatching("(?s)fuzz\\.yaml:[1-9][0-9]*: .+");
    }
  }
}
