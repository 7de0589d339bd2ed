package dev.gatehouse.server.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS before a mail server that has none: from the first byte on, or after {@code STARTTLS}. */
final class TlsFront implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final ServerSocket listener;
  private final int behind;
  private final boolean startTls;
  private final SSLContext tls;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private TlsFront(ServerSocket listener, int behind, boolean startTls, SSLContext tls) {
    this.listener = listener;
    this.behind = behind;
    this.startTls = startTls;
    this.tls = tls;
  }

  /** A key and a certificate that it signed itself. */
  record Certificate(KeyStore store) {
    /**
     * @param name such as {@code ip:127.0.0.1} or {@code dns:mail.example}
     */
    static Certificate of(Path folder, String name, String... more) {
      Path file = folder.resolve(name.replace(':', '-') + ".p12");
      List<String> command =
          new java.util.ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "mail",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-dname",
                  "CN=mail",
                  "-ext",
                  "san=" + name,
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  "changeit",
                  "-keystore",
                  file.toString()));
      command.addAll(List.of(more));
      try {
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        if (keytool.waitFor() != 0) {
          throw new IllegalStateException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          store.load(in, PASSWORD);
        }
        return new Certificate(store);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Sockets of somebody who trusts this certificate and no other. */
    SSLSocketFactory trusting() throws GeneralSecurityException {
      KeyStore known = KeyStore.getInstance("PKCS12");
      try {
        known.load(null, PASSWORD);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      known.setCertificateEntry("mail", store.getCertificate("mail"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    }

    private SSLContext serving() throws GeneralSecurityException {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }
  }

  /**
   * @param behind the port of the mail server
   */
  static TlsFront open(int behind, boolean startTls, Certificate certificate) {
    try {
      ServerSocket listener = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
      TlsFront front = new TlsFront(listener, behind, startTls, certificate.serving());
      front.threads.execute(front::accept);
      return front;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        threads.execute(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), behind)) {
      if (startTls) {
        agreeOnTls(caller, server);
      }
      try (SSLSocket inner =
          (SSLSocket)
              tls.getSocketFactory().createSocket(caller, "127.0.0.1", caller.getPort(), false)) {
        inner.setUseClientMode(false);
        inner.startHandshake();
        threads.execute(() -> pass(inner, server));
        pass(server, inner);
      }
    } catch (IOException refused) {
      // the caller did not like what it saw
    }
  }

  /** RFC 3207 §4: greeting, EHLO, STARTTLS; what the server behind says first is left out. */
  private static void agreeOnTls(Socket caller, Socket server) throws IOException {
    readLine(server.getInputStream());
    OutputStream out = caller.getOutputStream();
    out.write("220 front\r\n".getBytes(US_ASCII));
    for (String line = readLine(caller.getInputStream());
        !line.equalsIgnoreCase("STARTTLS");
        line = readLine(caller.getInputStream())) {
      if (line.isEmpty()) {
        throw new IOException("the caller left");
      }
      out.write("250-front\r\n250 STARTTLS\r\n".getBytes(US_ASCII));
    }
    out.write("220 go on\r\n".getBytes(US_ASCII));
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException ended) {
      // either side may end it
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
