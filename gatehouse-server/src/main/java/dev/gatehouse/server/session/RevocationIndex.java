package dev.gatehouse.server.session;

import dev.gatehouse.server.session.RevocationStore.Numbered;
import dev.gatehouse.server.session.Revocations.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The number at which each subject was last revoked, as far as anybody's token is old enough to be
 * concerned. Grows in place: what was true stays true.
 */
public final class RevocationIndex {
  private final Map<String, Long> bySubject;
  private final Queue<Numbered> byAge;
  private final Optional<Numbered> last;

  private RevocationIndex(
      Map<String, Long> bySubject, Queue<Numbered> byAge, Optional<Numbered> last) {
    this.bySubject = bySubject;
    this.byAge = byAge;
    this.last = last;
  }

  static RevocationIndex empty() {
    return new RevocationIndex(
        new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>(), Optional.empty());
  }

  /** The realm's number; what is issued now begins at it. */
  public long latest() {
    return last.map(Numbered::rs).orElse(0L);
  }

  /** Whether any of the subjects was revoked after the number. */
  public boolean isRevoked(long rs, Collection<Subject> subjects) {
    for (Subject subject : subjects) {
      Long at = bySubject.get(subject.text());
      if (at != null && at > rs) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same and what came since.
   *
   * @param news in order, beginning with the last that was known
   * @param oldest what was revoked before concerns no token any more
   * @return empty when the news don't go on from what was known
   */
  Optional<RevocationIndex> with(List<Numbered> news, Instant oldest) {
    if (last.isPresent() && (news.isEmpty() || !news.getFirst().equals(last.get()))) {
      return Optional.empty();
    }
    List<Numbered> fresh = last.isPresent() ? news.subList(1, news.size()) : news;
    forget(oldest);
    if (fresh.isEmpty()) {
      return Optional.of(this);
    }
    for (Numbered revocation : fresh) {
      bySubject.merge(revocation.subject(), revocation.rs(), Math::max);
      byAge.add(revocation);
    }
    return Optional.of(new RevocationIndex(bySubject, byAge, Optional.of(fresh.getLast())));
  }

  private void forget(Instant oldest) {
    for (Numbered eldest = byAge.peek();
        eldest != null && eldest.revokedAt().isBefore(oldest);
        eldest = byAge.peek()) {
      byAge.remove();
      bySubject.remove(eldest.subject(), eldest.rs());
    }
  }
}
