/**
 * Keys, signatures, sealing, password hashing and random values: the only code of the server that
 * touches the Java cryptography architecture. Knows values and configuration, no feature.
 */
@NullMarked
package dev.gatehouse.server.crypto;

import org.jspecify.annotations.NullMarked;
