-- SPDX-License-Identifier: ISC
-- Copyright 2026 the Unfold authors
-- A session with all of the plugins, each on a track of its own that plays its input.

AudioEngine:set_backend("JACK", "ardour", "")
local session = create_session(os.getenv("SESSION"), "unfold", 48000)

local function add(name, channels, uri)
	for track in session:new_audio_track(channels, channels, nil, 1, name,
		ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true):iter() do
		local processor = ARDOUR.LuaAPI.new_plugin(session, uri, ARDOUR.PluginType.LV2, "")
		assert(not processor:isnil(), "the plugin was not found")
		track:add_processor_by_index(processor, 0, nil, true)
		-- The engine does that when it comes to it, which is to be before the session is saved.
		local monitoring = track:monitoring_control()
		monitoring:set_value(ARDOUR.MonitorChoice.MonitorInput,
			PBD.GroupControlDisposition.NoGroup)
		for _ = 1, 100 do
			if monitoring:get_value() == ARDOUR.MonitorChoice.MonitorInput then break end
			ARDOUR.LuaAPI.usleep(50000)
		end
		assert(monitoring:get_value() == ARDOUR.MonitorChoice.MonitorInput, "it plays no input")
	end
end

add("guitar", 1, "urn:unfold:effect")
add("keys", 2, "urn:unfold:effect-stereo")
add("drums", 1, "urn:unfold:listen")
session:save_state("", false, false, false, false, false)
close_session()
print("seen: all plugins")
quit()
