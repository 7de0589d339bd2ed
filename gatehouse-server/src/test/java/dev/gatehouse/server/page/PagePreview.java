package dev.gatehouse.server.page;

import dev.gatehouse.server.page.brand.BrandStylesheet;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.page.text.Language;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.page.text.Messages;
import dev.gatehouse.server.page.view.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes every page and mail in every state and language to {@code target/preview}, to be looked
 * at.
 */
public final class PagePreview {
  private static final List<String> ASSETS =
      List.of("gatehouse.css", "gatehouse.js", "favicon.svg", "realms/monitrax.svg");

  private PagePreview() {}

  /**
   * Takes the folder to write to, {@code target/preview} by default.
   *
   * @throws IOException if it can't be written
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "target/preview");
    MessageCatalogue catalogue = MessageCatalogue.load();
    for (Language language : Language.values()) {
      Messages texts = catalogue.in(language);
      Path to = folder.resolve(language.tag());
      write(to, "", SamplePages.of(SamplePages.MONITRAX, texts, SamplePages.Person.ANNA));
      write(to, "-long", SamplePages.of(SamplePages.MONITRAX, texts, SamplePages.Person.LONG));
      write(to, "-plain", SamplePages.of(SamplePages.PLAIN, texts, SamplePages.Person.ANNA));
      writeMails(to, SampleMails.of(SamplePages.MONITRAX, texts, SamplePages.Person.ANNA));
    }
    for (Branding brand : List.of(SamplePages.MONITRAX, SamplePages.PLAIN, Branding.gatehouse())) {
      Path to = folder.resolve("r").resolve(brand.realm()).resolve("brand.css");
      Files.createDirectories(to.getParent());
      Files.writeString(to, BrandStylesheet.of(brand));
    }
    for (String asset : ASSETS) {
      copy(asset, folder.resolve("assets").resolve(asset));
    }
  }

  private static void write(Path folder, String suffix, Map<String, Page> pages)
      throws IOException {
    Files.createDirectories(folder);
    PageRenderer renderer = new PageRenderer();
    for (Map.Entry<String, Page> page : pages.entrySet()) {
      String html =
          renderer
              .render(page.getValue())
              .replace("\"/assets/", "\"../assets/")
              .replaceAll("\"/(r/[a-z]+/brand\\.css)\"", "\"../$1\"");
      Files.writeString(folder.resolve(page.getKey() + suffix + ".html"), html);
    }
  }

  private static void writeMails(Path folder, Map<String, Mail> mails) throws IOException {
    MailRenderer renderer = new MailRenderer();
    for (Map.Entry<String, Mail> mail : mails.entrySet()) {
      RenderedMail rendered = renderer.render(mail.getValue());
      Files.writeString(folder.resolve(mail.getKey() + ".html"), rendered.html());
      Files.writeString(
          folder.resolve(mail.getKey() + ".txt"), rendered.subject() + "\n\n" + rendered.text());
    }
  }

  private static void copy(String asset, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = PagePreview.class.getResourceAsStream("/assets/" + asset)) {
      if (in == null) {
        throw new IOException("no asset " + asset);
      }
      Files.write(to, in.readAllBytes());
    }
  }
}
