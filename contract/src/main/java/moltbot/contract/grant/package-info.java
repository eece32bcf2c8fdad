@NullMarked
package moltbot.contract.grant;

import org.jspecify.annotations.NullMarked;
