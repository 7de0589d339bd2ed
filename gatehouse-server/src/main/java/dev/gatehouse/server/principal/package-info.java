/**
 * People: who they are, which addresses they have, and how an address finds them before a tenant is
 * known.
 */
@NullMarked
package dev.gatehouse.server.principal;

import org.jspecify.annotations.NullMarked;
