/**
 * The settings of the installation as every service sees them: identity-service owns them and streams their effective values,
 * the others follow. What was heard last is kept while identity-service is away.
 */
@NullMarked
package io.drover.runtime.setting;

import org.jspecify.annotations.NullMarked;
