package dev.gatehouse.testkit;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An SMTP server on loopback that keeps every mail, and fails on demand. */
public final class MailCatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MailCatcher.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_KEPT = 10_000;

  private final InstantSource clock;
  private final SmtpServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<CaughtMail> mails = new ArrayList<>();
  private final List<Consumer<CaughtMail>> listeners = new CopyOnWriteArrayList<>();
  private Fault fault = Fault.NONE;
  private boolean closed;

  /** What the server does instead of taking a mail. */
  public enum Fault {
    NONE,
    /** Answers 451 to every recipient: the sender should try again. */
    TRY_LATER,
    /** Answers 550 to every recipient: the sender should give up. */
    REJECT,
    /** Says nothing until the fault is over. */
    HANG
  }

  private MailCatcher(int port, InstantSource clock) {
    this.clock = clock;
    ServerSetup setup = new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP);
    this.server = new SmtpServer(setup, new CatchingManagers(this));
  }

  /** On a free port. */
  public static MailCatcher start() {
    return start(0, InstantSource.system());
  }

  /**
   * @param port 0 for a free one
   */
  public static MailCatcher start(int port, InstantSource clock) {
    MailCatcher catcher = new MailCatcher(port, clock);
    catcher.server.startService();
    try {
      if (!catcher.server.waitTillRunning(TimeUnit.SECONDS.toMillis(10))) {
        throw new IllegalStateException("can't catch mail on port " + port + "; is it taken?");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
    return catcher;
  }

  public String host() {
    return LOOPBACK;
  }

  public int port() {
    return server.getPort();
  }

  /** All mails, oldest first. */
  public List<CaughtMail> all() {
    lock.lock();
    try {
      return List.copyOf(mails);
    } finally {
      lock.unlock();
    }
  }

  public List<CaughtMail> to(String address) {
    return all().stream().filter(mail -> mail.isTo(address)).toList();
  }

  public Optional<CaughtMail> latestTo(String address) {
    List<CaughtMail> found = to(address);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }

  /** The newest mail to this address; waits for one when there is none yet. */
  public CaughtMail await(String address, Duration patience) {
    return await(mail -> mail.isTo(address), "to " + address, patience);
  }

  /** The newest mail to this address whose subject contains this. */
  public CaughtMail await(String address, String subjectPart, Duration patience) {
    return await(
        mail -> mail.isTo(address) && mail.subject().contains(subjectPart),
        "to " + address + " about '" + subjectPart + "'",
        patience);
  }

  private CaughtMail await(Predicate<CaughtMail> wanted, String description, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (true) {
        Optional<CaughtMail> found = mails.reversed().stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        if (left <= 0) {
          throw new AssertionError(
              "no mail %s within %s; there are %s"
                  .formatted(
                      description,
                      patience,
                      mails.stream().map(m -> m.recipients() + " " + m.subject()).toList()));
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for mail", e);
    } finally {
      lock.unlock();
    }
  }

  /** Is told of each mail before the sender hears that it was taken. */
  public void onMail(Consumer<CaughtMail> listener) {
    listeners.add(listener);
  }

  /** Forgets all mails. */
  public void clear() {
    lock.lock();
    try {
      mails.clear();
    } finally {
      lock.unlock();
    }
  }

  /** From now on, and for those who hang as well. */
  public void setFault(Fault newFault) {
    lock.lock();
    try {
      fault = newFault;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    server.stopService();
  }

  private void take(CaughtMail mail) {
    lock.lock();
    try {
      if (mails.size() == MOST_KEPT) {
        mails.removeFirst();
      }
      mails.add(mail);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (Consumer<CaughtMail> listener : listeners) {
      listener.accept(mail);
    }
  }

  /** The answer that replaces a good one, or null; comes late while the server hangs. */
  private @Nullable String faultyAnswer() {
    lock.lock();
    try {
      while (fault == Fault.HANG && !closed) {
        changed.awaitUninterruptibly();
      }
      return switch (fault) {
        case NONE, HANG -> null;
        case TRY_LATER -> "451 4.3.0 try again later";
        case REJECT -> "550 5.1.1 no such mailbox";
      };
    } finally {
      lock.unlock();
    }
  }

  /** Puts {@link CatchingManager} in the place of the one that fills mailboxes. */
  private static final class CatchingManagers extends Managers {
    private final MailCatcher catcher;

    CatchingManagers(MailCatcher catcher) {
      this.catcher = catcher;
    }

    @Override
    public SmtpManager getSmtpManager() {
      return new CatchingManager(this, catcher);
    }
  }

  private static final class CatchingManager extends SmtpManager {
    private final MailCatcher catcher;

    CatchingManager(Managers managers, MailCatcher catcher) {
      super(managers.getImapHostManager(), managers.getUserManager());
      this.catcher = catcher;
    }

    @Override
    public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
      return catcher.faultyAnswer();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the catcher has a lock of its own
    public void send(SmtpState state) {
      try {
        catcher.take(MailParsing.read(state.getMessage(), catcher.clock.instant()));
      } catch (MessagingException | IOException e) {
        LOG.warn("a mail can't be read", e);
        throw new IllegalStateException("unreadable mail", e);
      }
    }
  }
}
