//! What a recipient's README says that no other does: the steps on their system, the commands, and the words of their
//! programs. What all READMEs of clients share is [`crate::readme_client`]'s.

use text::Lang;
use text::recipient as say;

use super::Recipient;
use crate::plan::Plan;
use crate::shell::Command;

/// What has to be there before the call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetUp {
    /// What is needed, in a sentence.
    pub need: Option<&'static str>,
    /// What is typed into a terminal for it.
    pub install: Vec<Command>,
    /// What helps where that is refused.
    pub refused: Option<&'static str>,
    /// What is clicked for it.
    pub steps: Vec<String>,
    /// What it does not do.
    pub limits: Option<&'static str>,
}

/// How the service is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// The checks with curl.
    Checks,
    /// By a browser, of this name.
    Browser(&'static str),
    /// By each of these commands.
    Commands(Vec<Command>),
    /// By the last of the steps.
    Steps,
}

impl Recipient {
    /// What has to be there before the call.
    #[must_use]
    pub fn set_up(self, plan: &Plan, lang: Lang) -> SetUp {
        let need = |need| SetUp { need: Some(need), ..SetUp::default() };
        let steps = |steps: &[&str], limits| SetUp {
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            limits: Some(limits),
            ..SetUp::default()
        };
        let public = plan.is_public();
        match self {
            Recipient::Curl => SetUp::default(),
            Recipient::CurlKey => {
                SetUp { limits: Some(say::key_limits(lang)), ..need(say::need_nothing(lang)) }
            }
            Recipient::CurlWindows => {
                let limits = if public {
                    say::curl_windows_limits_public(lang)
                } else {
                    say::curl_windows_limits(lang)
                };
                SetUp { limits: Some(limits), ..need(say::need_nothing(lang)) }
            }
            Recipient::Macos if public => steps(
                &[say::macos_1_public(lang), say::macos_2(lang), say::macos_4(lang)],
                say::macos_limits(lang),
            ),
            Recipient::Macos => steps(
                &[say::macos_1(lang), say::macos_2(lang), say::macos_3(lang), say::macos_4(lang)],
                say::macos_limits(lang),
            ),
            Recipient::Windows if public => {
                steps(&[say::windows_1_public(lang), say::windows_2(lang)], say::windows_limits(lang))
            }
            Recipient::Windows => steps(
                &[say::windows_1(lang), say::windows_2(lang), say::windows_3(lang)],
                say::windows_limits(lang),
            ),
            Recipient::Iphone if public => {
                steps(&[say::iphone_1(lang), say::iphone_2(lang)], say::iphone_limits(lang))
            }
            Recipient::Iphone => steps(
                &[say::iphone_1(lang), say::iphone_2(lang), say::iphone_3(lang)],
                say::iphone_limits(lang),
            ),
            Recipient::Android if public => {
                steps(&[say::android_1_public(lang), say::android_2(lang)], say::android_limits_public(lang))
            }
            Recipient::Android => steps(
                &[say::android_1(lang), say::android_2(lang), say::android_3(lang)],
                say::android_limits(lang),
            ),
            Recipient::Firefox if public => {
                steps(&[say::firefox_1(lang), say::firefox_2(lang)], say::firefox_limits(lang))
            }
            Recipient::Firefox => steps(
                &[say::firefox_1(lang), say::firefox_2(lang), say::firefox_3(lang)],
                say::firefox_limits(lang),
            ),
            Recipient::Postman => {
                let (name, port) = (plan.called(), plan.choices().listen_port);
                let second = say::postman_2(lang, &name, &port);
                let first = if public { say::postman_1_public(lang) } else { say::postman_1(lang) };
                let last = say::postman_4(lang, &plan.url());
                steps(&[first, &second, say::postman_3(lang), &last], say::postman_limits(lang))
            }
            Recipient::Python => SetUp {
                install: vec![
                    Command::new("python3").args(["-m", "pip", "install", "requests"]),
                    Command::new("python3").args(["-m", "pip", "install", "httpx"]),
                ],
                refused: Some(say::need_pip(lang)),
                ..need(say::need_install(lang))
            },
            Recipient::PythonKey => SetUp {
                install: vec![Command::new("python3").args(["-m", "pip", "install", "httpx"])],
                refused: Some(say::need_pip(lang)),
                limits: Some(say::key_limits(lang)),
                ..need(say::need_install(lang))
            },
            Recipient::Node => SetUp {
                install: vec![Command::new("npm").args(["install", "undici"])],
                ..need(say::need_install(lang))
            },
            Recipient::Java | Recipient::Java8 if public => need(say::need_java_public(lang)),
            Recipient::Java | Recipient::Java8 => need(say::need_java(lang)),
            Recipient::Go => need(say::need_go(lang)),
            Recipient::Dotnet => need(say::need_dotnet(lang)),
            Recipient::Rust => need(say::need_rust(lang)),
        }
    }

    /// How it calls.
    #[must_use]
    pub fn call(self) -> Call {
        let one = |words: &[&str]| Command { words: words.iter().map(|word| (*word).to_owned()).collect() };
        let commands = |all: &[&[&str]]| Call::Commands(all.iter().copied().map(one).collect());
        match self {
            Recipient::Curl => Call::Checks,
            Recipient::Macos | Recipient::Iphone => Call::Browser("Safari"),
            Recipient::Windows => Call::Browser("Edge"),
            Recipient::Android => Call::Browser("Chrome"),
            Recipient::Firefox => Call::Browser("Firefox"),
            Recipient::Postman => Call::Steps,
            Recipient::CurlWindows => {
                commands(&[&["powershell", "-ExecutionPolicy", "Bypass", "-File", "curl.ps1"]])
            }
            Recipient::CurlKey => commands(&[&["sh", "curl.sh"]]),
            Recipient::PythonKey => commands(&[&["python3", "call_httpx.py"]]),
            Recipient::Python => commands(&[&["python3", "call_requests.py"], &["python3", "call_httpx.py"]]),
            Recipient::Node => commands(&[&["node", "call_https.mjs"], &["node", "call_undici.mjs"]]),
            // before Java 18 the system's encoding, which is another on many Windows, was taken for the file's
            Recipient::Java | Recipient::Java8 => {
                commands(&[&["javac", "-encoding", "UTF-8", "Call.java"], &["java", "Call"]])
            }
            Recipient::Go => commands(&[&["go", "run", "call.go"]]),
            Recipient::Dotnet => commands(&[&["dotnet", "run", "Call.cs"]]),
            Recipient::Rust => commands(&[&["cargo", "run"]]),
        }
    }

    /// Whether the call takes the passphrase from a variable and asks nobody.
    pub(crate) fn needs_variable(self) -> bool {
        matches!(self, Recipient::Node | Recipient::Dotnet)
    }

    /// Whether the authority goes into a store that is asked for every name.
    pub(crate) fn trusts_for_every_name(self) -> bool {
        matches!(
            self,
            Recipient::Macos
                | Recipient::Windows
                | Recipient::Iphone
                | Recipient::Android
                | Recipient::Firefox
        )
    }

    /// Whether what it is told about was never run by its makers' tests: no such system can be had there.
    #[must_use]
    pub fn is_untried(self) -> bool {
        !matches!(
            self,
            Recipient::Curl
                | Recipient::CurlKey
                | Recipient::Python
                | Recipient::PythonKey
                | Recipient::Node
                | Recipient::Java
                | Recipient::Java8
                | Recipient::Go
                | Recipient::Rust
        )
    }

    /// What it says of a server whose authority it does not know; English, as it is.
    #[must_use]
    pub fn words_for_untrusted(self) -> &'static str {
        match self {
            Recipient::Curl | Recipient::CurlKey => "SSL certificate problem",
            Recipient::CurlWindows => "SEC_E_UNTRUSTED_ROOT",
            Recipient::Macos | Recipient::Iphone => "This Connection Is Not Private",
            Recipient::Windows | Recipient::Android => "NET::ERR_CERT_AUTHORITY_INVALID",
            Recipient::Firefox => "SEC_ERROR_UNKNOWN_ISSUER",
            Recipient::Postman => "SSL Error",
            Recipient::Python | Recipient::PythonKey => "CERTIFICATE_VERIFY_FAILED",
            Recipient::Node => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            Recipient::Java | Recipient::Java8 => "PKIX path building failed",
            Recipient::Go => "certificate signed by unknown authority",
            Recipient::Dotnet => "The remote certificate is invalid",
            Recipient::Rust => "UnknownIssuer",
        }
    }

    /// What it says of a wrong passphrase, where one is asked for; English, as it is.
    #[must_use]
    pub fn words_for_wrong_passphrase(self) -> Option<&'static str> {
        match self {
            Recipient::CurlKey => Some("unable to set private key file"),
            Recipient::PythonKey => Some("PEM lib"),
            Recipient::CurlWindows => Some("password is bad"),
            Recipient::Macos => Some("MAC verification failed"),
            Recipient::Windows => Some("The password you entered is incorrect"),
            Recipient::Iphone => Some("Incorrect Password"),
            Recipient::Android => Some("incorrect password"),
            Recipient::Firefox => Some("the password entered was incorrect"),
            Recipient::Node => Some("mac verify failure"),
            Recipient::Java | Recipient::Java8 => Some("keystore password was incorrect"),
            Recipient::Dotnet => Some("password"),
            Recipient::Curl | Recipient::Postman | Recipient::Python | Recipient::Go | Recipient::Rust => {
                None
            }
        }
    }
}
