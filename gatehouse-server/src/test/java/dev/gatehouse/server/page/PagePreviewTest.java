package dev.gatehouse.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagePreviewTest {
  private static final Path FOLDER = Path.of("target", "preview");

  @Test
  void main_targetFolder_holdsEveryPageInEveryLanguageWithItsAssets() throws IOException {
    PagePreview.main(new String[] {FOLDER.toString()});
    assertThat(htmlFiles("de")).isEqualTo(htmlFiles("en")).contains("sign-in.html", "account.html");
    assertThat(Files.readString(FOLDER.resolve("en/sign-in.html")))
        .contains("\"../assets/gatehouse.css\"", "\"../r/monitrax/brand.css\"");
    assertThat(FOLDER.resolve("assets/gatehouse.css")).isNotEmptyFile();
    assertThat(FOLDER.resolve("r/monitrax/brand.css")).isNotEmptyFile();
  }

  private static List<String> htmlFiles(String language) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(language))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".html"))
          .sorted()
          .toList();
    }
  }
}
