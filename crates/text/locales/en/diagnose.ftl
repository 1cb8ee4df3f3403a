# What will happen and why: commands of curl that are read, what nginx and curl do, what is remarkable about a configuration.

## A command of curl
curl-empty = There is no command here.
    .try = Paste the whole command, from “curl” to the address.
curl-other = This is a command of “{ $word }”, not of curl.
    .try = Paste the curl command that you use, or leave out what stands before it.
curl-unclosed = The quote { $quote } on line { $line }, column { $column } is never closed, so the shell would wait for more.
    .try = Close the quote, and copy the command to its end.
curl-unknown = curl { "7.88.1" } does not know the option “{ $option }” and stops with exit code 2.
    .try = Check how it is spelt; a value follows after a space, not after “=”.
curl-ambiguous = “{ $option }” is the beginning of several options of curl, so it stops with exit code 2.
    .try = Write the option’s whole name.
curl-no-value = The option “{ $option }” needs a value and none follows, so curl stops with exit code 2.
    .try = Write the value behind it, separated by a space.
curl-bad-value = The option “{ $option }” does not take the value “{ $value }”, so curl stops with exit code 2.
    .try = Give it one of the values that the manual lists: --tls-max takes 1.0, 1.1, 1.2, 1.3 and default.
curl-not-boolean = “{ $option }” switches off an option that takes a value, so curl stops with exit code 2.
    .try = Leave the option out.
curl-no-url = The command has no address, so curl stops with exit code 2.
    .try = Add the address, such as https://api.example.com/.
