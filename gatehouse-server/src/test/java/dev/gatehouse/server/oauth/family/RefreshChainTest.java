package dev.gatehouse.server.oauth.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefreshChainTest {
  private static final int LENGTH = 50;

  private final CryptoProviders providers = CryptoProviders.choose();
  private final Csprng random = new Csprng(providers);
  private final RefreshChain chain =
      new RefreshChain(new Macs(providers, MasterKey.generate(random)));
  private final TenantId tenant = new TenantId(UUID.randomUUID());
  private final UUID family = UUID.randomUUID();

  private OpaqueToken fresh() {
    return OpaqueToken.generate(
        OpaqueToken.Kind.REFRESH, new RealmId("sample"), tenant, family, random);
  }

  private List<OpaqueToken> links() {
    List<OpaqueToken> links = new ArrayList<>(List.of(fresh()));
    for (int i = 0; i < LENGTH; i++) {
      links.add(chain.successor(links.getLast()));
    }
    return links;
  }

  @Test
  void successor_isAlwaysTheSame_andKeepsItsPlace() {
    OpaqueToken token = fresh();
    OpaqueToken successor = chain.successor(token);

    assertThat(chain.successor(token)).isEqualTo(successor).isNotEqualTo(token);
    assertThat(successor.id()).isEqualTo(family);
    assertThat(successor.tenant()).isEqualTo(tenant);
  }

  @Test
  void successor_underAnotherKey_isAnother() {
    OpaqueToken token = fresh();
    var other = new RefreshChain(new Macs(providers, MasterKey.generate(random)));

    assertThat(other.successor(token)).isNotEqualTo(chain.successor(token));
  }

  @Test
  void age_ofEveryGenuineToken_isFound() {
    List<OpaqueToken> links = links();
    byte[] current = links.getLast().digest();
    for (int i = 0; i <= LENGTH; i++) {
      assertThat(chain.age(links.get(i), current, LENGTH)).hasValue(LENGTH - i);
    }
  }

  @Test
  void age_ofGarbage_isNone() {
    byte[] current = links().getLast().digest();

    assertThat(chain.age(fresh(), current, LENGTH)).isEmpty();
  }

  @Test
  void age_ofATokenYetToCome_isNone() {
    List<OpaqueToken> links = links();

    assertThat(chain.age(links.getLast(), links.getFirst().digest(), LENGTH)).isEmpty();
  }

  @Test
  void age_isNeverMoreThanTheGeneration() {
    List<OpaqueToken> links = links();
    byte[] current = links.getLast().digest();

    assertThat(chain.age(links.getFirst(), current, LENGTH - 1)).isEmpty();
  }
}
