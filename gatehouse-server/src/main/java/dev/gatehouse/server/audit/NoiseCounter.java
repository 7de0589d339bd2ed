package dev.gatehouse.server.audit;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts refusals of nobody in particular: malformed, unknown, too large. Once a minute each count
 * becomes one record a reason, realm, client and address block, so that a flood can't fill the log.
 */
public final class NoiseCounter {
  private static final int MOST_KINDS = 4096;
  private static final String ELSEWHERE = "elsewhere";

  private final AuditLog log;
  private final GroupCommit commits;
  private final ConcurrentHashMap<Kind, LongAdder> counts = new ConcurrentHashMap<>();

  public NoiseCounter(AuditLog log, GroupCommit commits) {
    this.log = log;
    this.commits = commits;
  }

  private record Kind(RealmId realm, Reason reason, Optional<ClientId> client, String block) {}

  /**
   * Counts one.
   *
   * @param client a registered one that the sender named; never free text
   */
  public void count(RealmId realm, Reason reason, Optional<ClientId> client, Origin origin) {
    Kind kind = new Kind(realm, reason, client, block(origin.address()));
    if (counts.size() >= MOST_KINDS && !counts.containsKey(kind)) {
      kind = new Kind(realm, reason, client, ELSEWHERE);
    }
    counts.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  /** Writes a record for each count and begins anew. Called once a minute and at the stop. */
  public void flush() {
    for (Kind kind : counts.keySet()) {
      LongAdder count = counts.remove(kind);
      if (count != null) {
        Attempt attempt =
            log.attempt(EventType.REQUEST_REFUSED, Origin.SERVER)
                .detail("refused_for", kind.reason().id())
                .detail("count", count.sum())
                .personally("address_block", kind.block());
        kind.client().ifPresent(attempt::through);
        commits.succeeded(kind.realm(), Optional.empty(), attempt);
      }
    }
  }

  /** The /24 of an IPv4 address, the /64 of an IPv6 one. */
  static String block(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      byte[] bytes = parsed.getAddress();
      int kept = parsed instanceof Inet6Address ? 8 : 3;
      for (int i = kept; i < bytes.length; i++) {
        bytes[i] = 0;
      }
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * 8;
    } catch (IllegalArgumentException | java.net.UnknownHostException e) {
      return ELSEWHERE;
    }
  }
}
