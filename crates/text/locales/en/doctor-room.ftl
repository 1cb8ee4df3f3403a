# The Doctor room: from a symptom to the remedy, and what will happen before anything is deployed.

## What was recognised
recognised = { $count ->
    [0] Nothing of this is known here.
    [one] One message is known here.
   *[other] { NUMBER($count) } messages are known here, the most telling first.
  }
by-server = Line { NUMBER($line) }: the server says
by-client = Line { NUMBER($line) }: the client says
by-tool = Line { NUMBER($line) }: a program says, before anything is sent
by-either = Line { NUMBER($line) }: a client or a server says, and the text does not tell which
causes = Likely causes, the likeliest first:
tell-apart = To tell them apart
remedy = What to do
seen-in = Seen in
unknown = Not known here
unknown-lines = These lines tell of something that is not known here.
line = Line { $number }
nothing-loaded = No certificates are loaded, so messages are explained without them. With those of both sides, two authorities of one name, or what has ended, are found.
to-inspect = Load certificates in Inspect

## The page
name = Doctor
purpose = Paste what you see, and read what it means and what to do. Or see what will happen before anything is deployed.
symptom = A symptom
message = What you see
message-hint = What curl printed (also with -v), lines of nginx’s error log, a browser’s error code, an exception of Java, Go, Python, Node.js or .NET, an alert’s name or number, the page with the error. It stays in this tab.
example = Show an example
forget = Clear
looking = Looking for what is known of it
answer = What it means

## The dry run
dry-run = A dry run
dry-run-what = What nginx or the Handfast gateway and curl will do with a configuration, its files and a command, before anything is deployed.
inputs = What is tried out
configuration = Configuration of nginx or the gateway
configuration-hint = Paste it, or drop nginx.conf or gateway.toml below. A site’s file alone is read as Debian’s nginx includes it.
trial-files = Choose files
trial-files-what = nginx.conf, what it includes, or gateway.toml, certificates, revocation lists. They are matched to the paths by their names.
commands = Commands
commands-hint = Calls of curl, for a POSIX shell, cmd.exe or PowerShell; other commands of a guide are looked at too.
keep-keys = Private keys that are not given are the right ones
backend-down = Nothing answers behind it
deployed = My Deploy choices
not-rendered = From what is chosen in Deploy nothing can be made now: { $problem }
    .try = { $remedy }
public-stands-in = The public certificate, its key and the authorities that every system trusts are not here: examples made on the spot stand in for them.
list-signed-here = { $count ->
    [0] The revocation list is signed for this prediction alone, with nobody on it.
    [one] The revocation list is signed for this prediction alone, with one certificate on it.
   *[other] The revocation list is signed for this prediction alone, with { NUMBER($count) } certificates on it.
  } Export signs the one that the bundle holds.
guide = The guide’s example
running = Foreseeing what will happen
outcome = What will happen
remove = Forget { $name }
test = The configuration
call = The call on line { NUMBER($line) }
call-more = More calls
more-calls = { $count ->
    [one] One call more is not looked at.
   *[other] { NUMBER($count) } calls more are not looked at.
  }
is-site = This is a site’s file: it is read as the nginx.conf of Debian 12 includes it.
no-configuration = There is no configuration here yet. Paste it, or drop the file: then it is said what comes of each call.
foreseen = As it would be on { $at }.
remarks = Remarkable about the configuration
remarks-files = Remarkable about its files
remarks-commands = Remarkable about the commands
further-remarks = Further remarks of the same kinds that are not shown: { NUMBER($count) }. Mend these first, or give the servers one by one.
no-remarks = Nothing about the configuration is remarkable.
files = Files
missing = Named, and not given yet. Drop them, or correct the path.
kept-back = Private keys that were not given, and are taken to be the right ones.
given = There.
unused = Nothing names: { $names }.
