/** HTTP: requests in, answers out. Everything a request means is decided in the pure packages beside this one. */
@NullMarked
package io.drover.api.web;

import org.jspecify.annotations.NullMarked;
