"The standard library Logging: the names of `Base.CoreLogging`, and the console logger."
module Logging

import Base.CoreLogging: LogLevel, BelowMinLevel, Debug, Info, Warn, Error, AboveMaxLevel, AbstractLogger, NullLogger, SimpleLogger, ConsoleLogger,
    handle_message, shouldlog, min_enabled_level, catch_exceptions, @debug, @info, @warn, @error, @logmsg, with_logger, current_logger,
    global_logger, disable_logging, default_metafmt, default_logcolor

export AbstractLogger, LogLevel, NullLogger, @debug, @info, @warn, @error, @logmsg, with_logger, current_logger, global_logger,
    disable_logging, SimpleLogger, ConsoleLogger

end
