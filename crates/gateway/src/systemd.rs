//! What systemd hands over and wants to be told (sd_listen_fds(3), sd_notify(3)). Without systemd nothing of it happens.

use std::net::TcpListener;
use std::path::PathBuf;

/// Listeners that were opened before the process began, `ListenStream=` in a socket unit: ports below 1024 without any right to them, and
/// connections that wait while the gateway is restarted.
///
/// # Errors
/// When what was handed over is no listener of TCP.
#[cfg(unix)]
pub fn handed_over() -> std::io::Result<Vec<TcpListener>> {
    let mut handed = listenfd::ListenFd::from_env();
    (0..handed.len()).filter_map(|number| handed.take_tcp_listener(number).transpose()).collect()
}

/// Nothing.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn handed_over() -> std::io::Result<Vec<TcpListener>> {
    Ok(Vec::new())
}

/// The folder with the files that were handed over, `LoadCredential=` in a unit (systemd.exec(5), "Credentials"). Where there is no
/// systemd, for instance while a configuration is only checked, whoever starts the program can name it.
#[must_use]
pub fn credentials() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from).filter(|folder| folder.is_absolute())
}

/// What the gateway does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// It serves.
    Ready,
    /// It reads everything anew (`Type=notify-reload`).
    Reloading,
    /// It ends.
    Stopping,
}

/// Tells it, where somebody wants to know (`Type=notify`).
pub fn tell(doing: Doing) {
    #[cfg(unix)]
    {
        use sd_notify::NotifyState;
        let states = match doing {
            Doing::Ready => vec![NotifyState::Ready],
            // the moment tells systemd to which of its requests this belongs
            Doing::Reloading => {
                core::iter::once(NotifyState::Reloading).chain(NotifyState::monotonic_usec_now()).collect()
            }
            Doing::Stopping => vec![NotifyState::Stopping],
        };
        if let Err(error) = sd_notify::notify(&states) {
            tracing::warn!(%error, ?doing, "systemd cannot be told");
        }
    }
    #[cfg(not(unix))]
    let _ = doing;
}
